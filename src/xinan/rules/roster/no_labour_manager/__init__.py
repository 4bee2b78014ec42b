"""roster/no-labour-manager"""
