# O commit do migrador, curto.
MIGRADOR_VERSION := 71e0042
