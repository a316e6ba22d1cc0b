"""Pages for people: the trainee's phone, the instructor, the institution, the authority."""

FACE = ()
"""What other capabilities may import of this one."""
