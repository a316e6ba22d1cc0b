"""The ground every capability stands on: clock, ids, exact numbers, verdicts, problems, database, sealing."""
