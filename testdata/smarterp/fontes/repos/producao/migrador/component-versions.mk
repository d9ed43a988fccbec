# O commit do migrador, curto.
MIGRADOR_VERSION := 3402871
