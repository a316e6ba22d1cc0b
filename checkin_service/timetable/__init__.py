"""Classes (班期), their sessions in class hours (课次, 课时), registrations (报名) and completion (结业)."""
