"""Pages of what institutions did wrong and how they rectify it."""
