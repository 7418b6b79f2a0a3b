"""Every command of the room, and how it is taken."""
