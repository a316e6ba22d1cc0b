"""The HTTP shell: strict JSON, pages of lists, problems, body limits, observation."""
