# O commit do migrador, curto.
MIGRADOR_VERSION := 0410223
