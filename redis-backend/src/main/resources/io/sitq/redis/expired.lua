-- Which leases have expired, unless Redis or its clock stood still.
-- KEYS  1 ready stream, 2 recovery hash
-- ARGV  1 group, 2 lease in ms, 3 how many at most, 4 the entry to begin with, or -
-- Returns {ms to wait before leases may be judged, then per lease: entry, id ('' if the entry is gone), worker}
--
-- If nobody looked for half a lease, or the clock went back, Redis stood still: its time is not counted
-- against living workers, and leases are judged again one lease later. The first XACK changes nothing
-- and needs no memory: it lets the rest pass at the memory limit.
--@include try_call
--@include time
local ready, recovery, group, lease = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2])
local now = now_ms()
redis.call('XACK', ready, group, '0-0')
local known = redis.call('HMGET', recovery, 'looked_ms', 'hold_ms')
local hold = tonumber(known[2] or 0)
if known[1] then
  local gap = now - tonumber(known[1])
  if gap > lease / 2 or gap < -1000 then hold = now + lease end
  if gap < -1000 then
    -- a lease that was given before would seem fresh until the clock has caught up: give it again
    local from = '-'
    repeat
      local page = try_call('XPENDING', ready, group, from, '+', 1000)
      if page.err then break end
      for _, pending in ipairs(page) do
        redis.call('XCLAIM', ready, group, pending[2], 0, pending[1], 'JUSTID')
        from = '(' .. pending[1]
      end
    until #page < 1000
  end
end
hold = math.min(hold, now + lease)
redis.call('HSET', recovery, 'looked_ms', as_integer(now), 'hold_ms', as_integer(hold))
if hold > now then return {as_integer(hold - now)} end
local expired = try_call('XPENDING', ready, group, 'IDLE', ARGV[2], ARGV[4], '+', ARGV[3])
if expired.err then
  if string.find(expired.err, 'NOGROUP', 1, true) then return {'0'} end
  return redis.error_reply(expired.err)
end
local out = {'0'}
for _, pending in ipairs(expired) do
  local entry = redis.call('XRANGE', ready, pending[1], pending[1])[1]
  local id = ''
  if entry then
    for i = 1, #entry[2], 2 do if entry[2][i] == 'id' then id = entry[2][i + 1] end end
  end
  out[#out + 1], out[#out + 2], out[#out + 3] = pending[1], id, pending[2]
end
return out
