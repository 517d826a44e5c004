-- Renews a worker's leases. The stream is the only key, so that it works while a cluster slot moves.
-- KEYS  1 ready stream
-- ARGV  1 group, 2 worker, then the entries, at most 100
-- Returns the entries that are not the worker's any more
--@include try_call
local ready, group, worker = KEYS[1], ARGV[1], ARGV[2]
local mine, lost = {}, {}
for k = 3, #ARGV do
  local lease = try_call('XPENDING', ready, group, ARGV[k], ARGV[k], 1)
  if not lease.err and lease[1] and lease[1][2] == worker then
    mine[#mine + 1] = ARGV[k]
  else
    lost[#lost + 1] = ARGV[k]
  end
end
if #mine > 0 then
  mine[#mine + 1] = 'JUSTID'
  redis.call('XCLAIM', ready, group, worker, 0, unpack(mine))
end
return lost
