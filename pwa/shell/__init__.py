"""The app as a whole: its front door, its contact bar, its health."""
