-- Opens a partition again that was sealed in vain.
-- KEYS  1 ready stream, 2 scheduled set
-- ARGV  1 the seal
-- Returns {OK} | {OTHER} (it has not that seal)
if redis.call('TYPE', KEYS[1]).ok ~= 'string' or redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'OTHER'} end
redis.call('DEL', KEYS[1], KEYS[2])
return {'OK'}
