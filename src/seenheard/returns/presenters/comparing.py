"""placeholder until domain/comparing stands"""
