"""filing/no-permit"""
