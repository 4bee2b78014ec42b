"""The frame of every page: navigation, scope, language, errors."""
