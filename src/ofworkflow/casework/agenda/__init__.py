"""The agenda: the appointments given, the hours that are free, the calendar file."""
