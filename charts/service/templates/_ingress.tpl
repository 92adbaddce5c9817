{{/* Annotations that the AWS Load Balancer Controller reads. */}}
{{- define "service.albAnnotations" -}}
{{- $ingress := .Values.ingress -}}
{{- $check := $ingress.healthCheck -}}
{{- $prefix := "alb.ingress.kubernetes.io/" -}}
{{- $balancer := merge (dict "idle_timeout.timeout_seconds" (int $ingress.idleTimeoutSeconds | toString) "routing.http.drop_invalid_header_fields.enabled" "true") $ingress.loadBalancerAttributes -}}
{{- $attributes := list -}}
{{- range $key, $value := $balancer }}{{ $attributes = append $attributes (printf "%s=%s" $key $value) }}{{ end -}}
{{- $all := dict
  "scheme" $ingress.scheme
  "target-type" "ip"
  "listen-ports" "[{\"HTTP\":80}]"
  "backend-protocol" "HTTP"
  "healthcheck-path" ($check.path | default .Values.health.readiness.path)
  "healthcheck-interval-seconds" (int $check.intervalSeconds | toString)
  "healthcheck-timeout-seconds" (int $check.timeoutSeconds | toString)
  "healthy-threshold-count" (int $check.healthyThreshold | toString)
  "unhealthy-threshold-count" (int $check.unhealthyThreshold | toString)
  "success-codes" "200-399"
  "target-group-attributes" (printf "deregistration_delay.timeout_seconds=%d,load_balancing.algorithm.type=round_robin" (int $ingress.drainSeconds))
  "load-balancer-attributes" (join "," $attributes) -}}
{{- with $ingress.certificateArn }}
{{- $_ := set $all "certificate-arn" . }}
{{- $_ := set $all "listen-ports" "[{\"HTTP\":80},{\"HTTPS\":443}]" }}
{{- $_ := set $all "ssl-redirect" "443" }}
{{- $_ := set $all "ssl-policy" $ingress.sslPolicy }}
{{- end }}
{{- with $ingress.group }}
{{- $_ := set $all "group.name" . }}
{{- $_ := set $all "group.order" (int $ingress.groupOrder | toString) }}
{{- end }}
{{- with $ingress.webAclArn }}{{ $_ := set $all "wafv2-acl-arn" . }}{{ end }}
{{- with $ingress.subnets }}{{ $_ := set $all "subnets" (join "," .) }}{{ end }}
{{- with $ingress.securityGroups }}{{ $_ := set $all "security-groups" (join "," .) }}{{ end }}
{{- $named := dict -}}
{{- range $key, $value := $all }}{{ $_ := set $named (printf "%s%s" $prefix $key) $value }}{{ end -}}
{{- toYaml (mergeOverwrite $named $ingress.annotations) -}}
{{- end -}}
