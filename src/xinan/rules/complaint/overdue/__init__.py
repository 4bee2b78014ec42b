"""complaint/overdue"""
