"""Geometry, numbers, ids and diagnostics that every other package stands on."""
