{{/* Alerts of one service that are about its pods, queues, autoscaler and rollouts, as JSON. Takes `root`, `service`. */}}
{{- define "observability.serviceAlerts" -}}
{{- $service := .service -}}
{{- $name := $service.name -}}
{{- $alerts := .root.Values.alerts -}}
{{- $in := printf "namespace=%q" $service.namespace -}}
{{- $container := printf "%s,container=%q" $in $name -}}
{{- $hpa := printf "%s,horizontalpodautoscaler=%q" $in $name -}}
{{- $list := list
  (dict "name" "BacklotPodsRestarting" "severity" "ticket" "for" "5m"
    "expr" (printf "sum(increase(kube_pod_container_status_restarts_total{%s}[15m])) > 3" $container)
    "summary" (printf "Containers of %s restart again and again" $name))
  (dict "name" "BacklotMemoryNearLimit" "severity" "ticket" "for" "10m"
    "expr" (printf "max(container_memory_working_set_bytes{%s} / on (namespace, pod, container) kube_pod_container_resource_limits{%s,resource=\"memory\"}) > %v" $container $container $alerts.saturation.memory)
    "summary" (printf "A pod of %s is about to be killed for its memory" $name)) -}}
{{- if eq $service.kind "cron" }}
{{- $list = append $list (dict "name" "BacklotJobFailed" "severity" "ticket" "for" "0m"
    "expr" (printf "max by (job_name) (kube_job_status_failed{%s,job_name=~\"%s-[0-9]+\"}) > 0" $in $name)
    "summary" (printf "A run of %s has failed" $name)) }}
{{- else }}
{{- $list = concat $list (list
  (dict "name" "BacklotServiceDown" "severity" "page" "for" "2m"
    "expr" (printf "absent(up{%s,app_kubernetes_io_name=%q} == 1)" $in $name)
    "summary" (printf "No pod of %s answers" $name))
  (dict "name" "BacklotAutoscalerAtMaximum" "severity" "ticket" "for" $alerts.saturation.atMaximumFor
    "expr" (printf "max(kube_horizontalpodautoscaler_status_current_replicas{%s} >= (kube_horizontalpodautoscaler_spec_max_replicas{%s} > kube_horizontalpodautoscaler_spec_min_replicas{%s}))" $hpa $hpa $hpa)
    "summary" (printf "%s runs as many pods as it may" $name))
  (dict "name" "BacklotAutoscalerBlind" "severity" "ticket" "for" "10m"
    "expr" (printf "max(kube_horizontalpodautoscaler_status_condition{%s,condition=\"ScalingActive\",status=\"false\"}) == 1" $hpa)
    "summary" (printf "The autoscaler of %s sees no metrics" $name))
  (dict "name" "BacklotCpuThrottled" "severity" "ticket" "for" "15m"
    "expr" (printf "sum(rate(container_cpu_cfs_throttled_periods_total{%s}[5m])) / sum(rate(container_cpu_cfs_periods_total{%s}[5m])) > %v" $container $container $alerts.saturation.throttling)
    "summary" (printf "Containers of %s are held back by their CPU limit" $name))
  (dict "name" "BacklotRolloutHeld" "severity" "ticket" "for" $alerts.rollouts.heldFor
    "expr" (printf "max(rollout_info{%s,name=%q,phase=\"Paused\"}) == 1" $in $name)
    "summary" (printf "The canary of %s waits for a person" $name))
  (dict "name" "BacklotRolloutFailed" "severity" "ticket" "for" "1m"
    "expr" (printf "max(rollout_info{%s,name=%q,phase=~\"Degraded|Error|InvalidSpec\"}) == 1" $in $name)
    "summary" (printf "The new version of %s was given up" $name))) }}
{{- end }}
{{- range $queue := $service.queues }}
{{- with $queue.maxMessages }}
{{- $list = append $list (dict "name" "BacklotQueueBacklog" "severity" "ticket" "for" "15m"
    "expr" (printf "max(queue_messages_visible{%s,queue=%q}) > %d" $in $queue.name (int64 .)) "labels" (dict "queue" $queue.name)
    "summary" (printf "Messages pile up in the queue %s" $queue.name)) }}
{{- end }}
{{- with $queue.maxAgeSeconds }}
{{- $list = append $list (dict "name" "BacklotQueueTooOld" "severity" "page" "for" "5m"
    "expr" (printf "max(aws_sqs_approximate_age_of_oldest_message_maximum{dimension_QueueName=%q}) > %d" $queue.name (int64 .)) "labels" (dict "queue" $queue.name)
    "summary" (printf "Messages wait too long in the queue %s" $queue.name)) }}
{{- end }}
{{- end }}
{{- toJson $list -}}
{{- end -}}
