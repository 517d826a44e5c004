-- Takes entries that are no tasks out of the queue.
-- KEYS  1 ready stream, 2 counts hash
-- ARGV  1 group, then the entries
-- Returns how many were taken out
local entries = {}
for k = 2, #ARGV do entries[#entries + 1] = ARGV[k] end
redis.call('XACK', KEYS[1], ARGV[1], unpack(entries))
local gone = redis.call('XDEL', KEYS[1], unpack(entries))
redis.pcall('HINCRBY', KEYS[2], 'unknown:discarded', gone)
return gone
