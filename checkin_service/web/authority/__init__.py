"""Pages of an authority: its registers, openings, vouchers and invitations."""
