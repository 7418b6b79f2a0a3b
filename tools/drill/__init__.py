"""Drills: a real installation is hurt while people send to it; nothing may be lost or doubled."""
