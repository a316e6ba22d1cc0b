"""The vocabulary of the registers: authorities, institutions, sites and their areas, projects."""
