-- Makes strays ready again under a new entry, or takes them out.
-- KEYS  1 ready stream, 2.. the task's hash of each task
-- ARGV  1 group, then per task: entry
-- Returns per task BUSY (it is in a pending list after all, or gone) | AGAIN | GONE (it was not the
--         task's live entry)
--@include try_call
--@include entry
local ready, group, out = KEYS[1], ARGV[1], {}
redis.call('XACK', ready, group, '0-0')
for k = 1, #KEYS - 1 do
  local key, entry = KEYS[k + 1], ARGV[k + 1]
  local fields = read_entry(ready, entry)
  if not fields or redis.call('XPENDING', ready, group, entry, entry, 1)[1] then
    out[k] = 'BUSY'
  else
    local head = try_call('HMGET', key, 'entry', 'status')
    out[k] = 'GONE'
    if not head.err and head[1] == entry and not head[2] and fields.id and fields.envelope then
      redis.call('HSET', key, 'entry', add_entry(ready, fields))
      out[k] = 'AGAIN'
    end
    redis.call('XDEL', ready, entry)
  end
end
return out
