"""Pages for people: the trainee's phone, the instructor, the institution, the authority."""
