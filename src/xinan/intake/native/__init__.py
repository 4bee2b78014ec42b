"""The native interface's bodies: streams of NDJSON, CSV and Arrow become rows, many at a time."""
