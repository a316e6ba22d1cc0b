"""`checkin-service faces`: compare two photos, measure an engine on local photos, calibrate its thresholds."""
