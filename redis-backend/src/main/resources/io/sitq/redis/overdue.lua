-- Which dead letters are too many or too old.
-- KEYS  1 dead set
-- ARGV  1 how many are kept at most, 2 for how long in ms, 3 how many ids at most
-- Returns their ids, oldest first
--@include time
local dead, most = KEYS[1], tonumber(ARGV[3])
local excess = redis.call('ZCARD', dead) - tonumber(ARGV[1])
if excess > 0 then return redis.call('ZRANGE', dead, 0, math.min(excess, most) - 1) end
return redis.call('ZRANGEBYSCORE', dead, '-inf', as_integer(now_ms() - ARGV[2]), 'LIMIT', 0, most)
