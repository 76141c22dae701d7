"""What is asked of the computer: to stay awake while files arrive, to sleep when they are here, to take memory back."""
