"""What is shown to somebody who has entered nobody yet: a year lived by invented persons."""
