"""The team's side: what waits, who has seen it, what was answered."""
