"""attendance/single-punch"""
