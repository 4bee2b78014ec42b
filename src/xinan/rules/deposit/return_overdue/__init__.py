"""deposit/return-overdue"""
