-- Deletes dead letters, or shortens the life of those that are pushed out of the list.
-- KEYS  1 dead set, 2.. the task's hash of each task
-- ARGV  1 how long their results are still kept in ms, 0 for not at all, then per task: id
-- Returns per task OK | NONE (no dead letter)
local dead, keep_ms, out = KEYS[1], tonumber(ARGV[1]), {}
for k = 1, #KEYS - 1 do
  local key, id = KEYS[k + 1], ARGV[k + 1]
  out[k] = 'NONE'
  if redis.call('ZREM', dead, id) == 1 then
    if redis.call('HGET', key, 'status') == 'failed' then
      if keep_ms == 0 then
        redis.call('DEL', key)
      elseif redis.call('PTTL', key) > keep_ms then
        redis.call('PEXPIRE', key, ARGV[1])
      end
    end
    out[k] = 'OK'
  end
end
return out
