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
  (dict "name" "BacklotRolloutHeld" "severity" "page" "for" "1m"
    "expr" (printf "%s and on () %s" (include "observability.rolloutIs" (dict "service" $service "phase" "Paused")) (include "observability.undecided" $service))
    "summary" (printf "The canary of %s could not be judged and is held: no autoscaler acts until a person decides" $name))
  (dict "name" "BacklotRolloutPaused" "severity" "ticket" "for" $alerts.rollouts.pausedFor
    "expr" (include "observability.rolloutIs" (dict "service" $service "phase" "Paused"))
    "summary" (printf "The canary of %s waits for a person" $name))
  (dict "name" "BacklotRolloutFailed" "severity" "ticket" "for" "1m"
    "expr" (include "observability.rolloutIs" (dict "service" $service "phase" "Degraded|Error|InvalidSpec"))
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

{{/*
Whether the rollout of a service is in a phase. What Argo Rollouts says of other namespaces is scraped from its own, so that
Prometheus keeps the namespace meant as `exported_namespace`, unless the monitor honours labels. Takes `service` and `phase`.
*/}}
{{- define "observability.rolloutIs" -}}
{{- $of := printf "name=%q,phase=~%q" .service.name .phase -}}
max(rollout_info{exported_namespace={{ .service.namespace | quote }},{{ $of }}} or rollout_info{namespace={{ .service.namespace | quote }},{{ $of }}}) == 1
{{- end -}}

{{/* Whether an analysis of a service could not decide. Runs are named <service>-<hash>-<revision>-<step>. Takes the service. */}}
{{- define "observability.undecided" -}}
{{- $of := printf "name=~\"%s-[a-z0-9]+-[0-9]+(-[0-9]+)?([.][0-9]+)?\",phase=\"Inconclusive\"" .name -}}
max(analysis_run_info{exported_namespace={{ .namespace | quote }},{{ $of }}} or analysis_run_info{namespace={{ .namespace | quote }},{{ $of }}}) == 1
{{- end -}}
