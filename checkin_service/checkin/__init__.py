"""Evidence in, verdict out (打卡签到)."""
