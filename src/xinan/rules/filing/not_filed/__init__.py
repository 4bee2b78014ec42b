"""filing/not-filed"""
