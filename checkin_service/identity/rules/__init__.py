"""Pure decisions about people: documents, invitations, binding, consent."""
