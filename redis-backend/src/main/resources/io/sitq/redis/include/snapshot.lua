-- What is known of one task: {status, task, attempt, crashes, worker, value, error, error_type,
-- error_supertypes, traceback, errors, facts, due_ms}; false where there is nothing, NONE for status
-- if there is no such task. `running` is not stored: it is read off the pending list.
local function snapshot(ready, scheduled, group, key, id)
  local head = try_call('HMGET', key, 'entry', 'status')
  if head.err or not head[1] then return {'NONE'} end
  local out = {false, false, false, false, false, false, false, false, false, false, false, false, false}
  if head[2] then
    out[1] = head[2]
    local h = redis.call('HMGET', key, 'value', 'error', 'error_type', 'error_supertypes', 'traceback',
      'errors', 'facts', 'task')
    for i = 1, 7 do out[5 + i] = h[i] end
    out[2] = h[8]
    return out
  end
  local due = redis.call('ZSCORE', scheduled, id)
  if due then
    local h = redis.call('HMGET', key, 'task', 'attempt', 'crashes', 'error', 'error_type',
      'error_supertypes', 'traceback', 'errors')
    out[1], out[2], out[3], out[4], out[13] = 'scheduled', h[1], h[2], h[3], due
    for i = 4, 8 do out[3 + i] = h[i] end
    return out
  end
  out[1] = 'pending'
  local fields = read_entry(ready, head[1])
  if fields then
    out[2], out[3], out[4] = fields.task or false, fields.attempt, fields.crashes
    if fields.errors ~= '' then out[11] = fields.errors end
  end
  local lease = try_call('XPENDING', ready, group, head[1], head[1], 1)
  if not lease.err and lease[1] then
    out[1], out[5] = 'running', lease[1][2]
  end
  return out
end
