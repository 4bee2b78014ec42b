"""wages: part_paid"""
