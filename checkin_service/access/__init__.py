"""Who is asking and what they may do: subjects, roles, permissions, tokens, audit trail."""
