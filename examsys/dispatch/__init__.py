"""Who may meet whom, and who is sent where: recusal, rotation, the draw, letters and answers."""
