"""Who has earned the subsidy: the determination (补贴资格审核)."""
