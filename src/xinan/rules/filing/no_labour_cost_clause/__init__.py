"""filing/no-labour-cost-clause"""
