"""The registers: authorities, institutions, sites, terminals, projects."""
