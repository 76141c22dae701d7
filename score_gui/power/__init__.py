"""What the program asks of the computer's power: to stay awake while files arrive, and to sleep when they are here."""
