-- Gives dead letters a new life under their ids, with attempts from 1.
-- KEYS  1 ready stream, 2 dead set, 3.. the task's hash of each task
-- ARGV  1 group, then per task: id
-- Returns per task OK | NONE (no dead letter, or its hash has expired)
--
-- XADD is the first write of each, so that nothing is lost at the memory limit.
--@include try_call
--@include entry
local ready, dead, out = KEYS[1], KEYS[2], {}
for k = 1, #KEYS - 2 do
  local key, id = KEYS[k + 2], ARGV[k + 1]
  local h = try_call('HMGET', key, 'status', 'task', 'envelope')
  out[k] = 'NONE'
  if redis.call('ZSCORE', dead, id) then
    if not h.err and h[1] == 'failed' and h[3] then
      local entry = add_entry(ready, {id = id, task = h[2], envelope = h[3]})
      redis.call('DEL', key)
      redis.call('HSET', key, 'entry', entry)
      out[k] = 'OK'
    end
    redis.call('ZREM', dead, id)
  end
end
return out
