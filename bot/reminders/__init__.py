"""Stars and what follows from them: reminders that stay right when the programme changes, and daily digests."""
