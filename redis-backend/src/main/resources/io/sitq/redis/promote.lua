-- Makes due tasks ready. Any number of workers may try the same ones.
-- KEYS  1 ready stream, 2 scheduled set, 3.. the task's hash of each task
-- ARGV  1 group, then per task: id
-- Returns per task OK | EARLY (not due yet) | GONE (somebody else promoted, cancelled or ended it)
--
-- The first XACK changes nothing and needs no memory: it lets the rest pass at the memory limit.
--@include try_call
--@include time
--@include entry
local ready, scheduled = KEYS[1], KEYS[2]
redis.call('XACK', ready, ARGV[1], '0-0')
local now, out = now_ms(), {}
for k = 1, #KEYS - 2 do
  local key, id = KEYS[k + 2], ARGV[k + 1]
  local due = redis.call('ZSCORE', scheduled, id)
  if not due then
    out[k] = 'GONE'
  elseif tonumber(due) > now then
    out[k] = 'EARLY'
  else
    local h = try_call('HMGET', key, 'task', 'envelope', 'attempt', 'crashes', 'handbacks', 'errors',
      'deaths', 'status', 'entry')
    if h.err or not h[2] or h[8] then
      out[k] = 'GONE'
    else
      local entry = add_entry(ready, {id = id, task = h[1], envelope = h[2], attempt = h[3],
        crashes = h[4], handbacks = h[5], errors = h[6], deaths = h[7]})
      redis.call('DEL', key)
      local settled = string.match(h[9] or '', '^%-(.+)$')
      redis.call('HSET', key, 'entry', entry)
      if settled then redis.call('HSET', key, 'settled', settled) end
      out[k] = 'OK'
    end
    redis.call('ZREM', scheduled, id)
  end
end
return out
