"""The feeds of a project as they run: what came each day, what was refused, what waits, who may look."""
