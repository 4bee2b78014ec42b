"""The law of casework as data and pure functions: penalties, thresholds, compensation, limitation. No Django, no clock."""
