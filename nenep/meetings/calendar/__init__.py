"""On which days one meets: the meeting day, the plan of a year, the calendar."""
