-- Takes entries that are no tasks out of the queue.
-- KEYS  1 ready stream, 2 counts hash
-- ARGV  1 group, then the entries
-- Returns how many were taken out
local entries = {}
for k = 2, #ARGV do entries[#entries + 1] = ARGV[k] end
local gone = redis.call('XACK', KEYS[1], ARGV[1], unpack(entries))
redis.call('XDEL', KEYS[1], unpack(entries))
if gone > 0 then redis.pcall('HINCRBY', KEYS[2], 'unknown:discarded', gone) end
return gone
