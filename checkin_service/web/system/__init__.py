"""Pages about other systems: who hears of events, and who may ask with an access key."""
